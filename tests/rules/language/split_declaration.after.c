void f(void)
{
	int a;

	q();
	a = 3;
	use(a);
}
