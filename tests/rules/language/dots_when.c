void f(void)
{
	a = init();
	foo();
	use(a);
	b = init();
	b = 3;
	use(b);
}
