void a(void)
{
	/* added */
	foo();
}
