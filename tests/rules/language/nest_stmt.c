int h(int p)
{
	a = f(1);
	a->old = 3;
	if (p)
		foo(a->old);
	bar(b->old, a->old);
	return 0;
}
