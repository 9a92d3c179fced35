void f(int x)
{
	twice(x, x);
	twice(x, (x));
	twice((x), (x));
	twice(x + 1, (x) + 1);
}
