int h(int p)
{
	x = max(p, q);
	y = p > q ? q : p;
	return (max(a->b, 3));
}
