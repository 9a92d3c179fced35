int h(int p)
{
	a = f(1);
	a->new = 3;
	if (p)
		foo(a->new);
	bar(b->old, a->new);
	return 0;
}
