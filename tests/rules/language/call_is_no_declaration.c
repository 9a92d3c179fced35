int h(void)
{
	foo(1, 2);
}
