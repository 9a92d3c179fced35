void f(int c)
{
	get(a);
	put(a);
	put(a);
	get(b);
	if (c)
		put(b);
	put(b);
}
