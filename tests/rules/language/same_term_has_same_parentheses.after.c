void f(int x)
{
	once(x);
	twice(x, (x));
	once((x));
	twice(x + 1, (x) + 1);
}
