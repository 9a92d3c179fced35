int f(int x, int y, int z)
{
	y = x + y + z;
	y = (x + y) + z;
	y = x - y - z;
	y = (x - y) - z;
	y = x - (y - z);
	return y;
}
