void f(void)
{
	put(16);
	put(0x10);
	put(0X10);
	put(0x16);
	put(10);
	put(16UL);
}
