void f(void)
{
	a++;
	++a;
	a += 1;
	a = a + 1;
	b->c++;
	for (i = 0; i < 3; i++)
		;
}
