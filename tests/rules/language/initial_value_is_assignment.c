bool shared = 0;

int a(int c)
{
	bool x = 0, y = 1;
	int z = 0;

	x = 0;
	z = 0;
	return x + z;
}
