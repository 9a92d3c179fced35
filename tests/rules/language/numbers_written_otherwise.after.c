void f(void)
{
	put(SIXTEEN);
	put(SIXTEEN);
	put(SIXTEEN);
	put(0x16);
	put(10);
	put(16UL);
}
