void f(void)
{
	int i;

	for (i = 0; i < 3; ++i)
		clear(i);
	for (i = 0; i < 4; ++i)
		use(i);
	for (i = 0; i < 5; i++)
		use(i);
}
