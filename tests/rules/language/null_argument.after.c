int f(void)
{
	bar();
	foo(0);
}
