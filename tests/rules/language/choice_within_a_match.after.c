int f(int a, int b)
{
	keep(get(a), get(b));
	a = fetch(b) + keep(wrap(get(a)));
	return get(keep(b));
}
