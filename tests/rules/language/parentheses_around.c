int one(int x, int y)
{
	y = x - less(x, y) + less(x, y) * 2;
	x = same(x + 1) * 2 + same(x * 2);
	return !same(x && y);
}
