void f(void)
{
	inc(a);
	++a;
	a += 1;
	a = a + 1;
	inc(b->c);
	for (i = 0; i < 3; i++)
		;
}
