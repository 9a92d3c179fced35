void f(void)
{
	a = init_new();
	foo();
	use(a);
	b = init();
	b = 3;
	use(b);
}
