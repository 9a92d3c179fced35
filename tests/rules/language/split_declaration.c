void f(void)
{
	int a = 3;

	q();
	use(a);
}
