bool shared = false;

int a(int c)
{
	bool x = false, y = 1;
	int z = 0;

	x = false;
	z = 0;
	return x + z;
}
