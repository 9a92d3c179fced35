void f(int c)
{
	new_get(a);
	new_put(a);
	new_put(a);
	new_get(b);
	if (c)
		new_put(b);
	new_put(b);
}
