int h(int p)
{
	a = f(1);
	a->old = 3;
	foo(a->old);
}
