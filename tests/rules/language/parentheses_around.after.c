int one(int x, int y)
{
	y = x - (x - y) + (x - y) * 2;
	x = (x + 1) * 2 + x * 2;
	return !(x && y);
}
