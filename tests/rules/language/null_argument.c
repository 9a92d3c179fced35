int f(void)
{
	foo(NULL);
	foo(0);
}
