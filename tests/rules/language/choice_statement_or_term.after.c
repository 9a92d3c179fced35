int f(int a)
{
	if (fetch(a))
		return get(a);
	return fetch(a) + 1;
}
