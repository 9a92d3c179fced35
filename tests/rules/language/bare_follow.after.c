int h(int p)
{
	a = f(1);
	a->new = 3;
	foo(a->old);
}
