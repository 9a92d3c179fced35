int h(int p)
{
	x = get_a(1);
	if (!x)
		return 1;
	put_a(x);
	return r;
}
int h2(int p)
{
	x = get_b(1);
	bar();
	put_b(x);
	return r;
}
