void f(int c)
{
	new_get(a);
	if (c)
		put(a);
}
