int h(int p)
{
	x = p > q ? p : q;
	y = p > q ? q : p;
	return (a->b > 3 ? a->b : 3);
}
