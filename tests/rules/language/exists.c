void f(int c)
{
	get(a);
	if (c)
		put(a);
}
