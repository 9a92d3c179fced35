int f(int a, int b)
{
	keep(get(a), get(b));
	a = get(b) + keep(wrap(get(a)));
	return get(keep(b));
}
