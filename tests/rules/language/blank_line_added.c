void a(void)
{
	foo(1);
}
