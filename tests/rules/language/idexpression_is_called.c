int f(int a, int b)
{
	b = keep(a) + a;
	return get(b);
}
