void f(void)
{
	int i;

	clear_all(3);
	for (i = 0; i < 4; ++i)
		use(i);
	each (i, 5);
	use(i);
}
