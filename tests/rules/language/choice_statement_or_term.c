int f(int a)
{
	if (get(a))
		return get(a);
	return get(a) + 1;
}
