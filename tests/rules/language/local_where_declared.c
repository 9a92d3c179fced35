int shared;

int f(int n)
{
	int m = n;

	m = n;
	shared = m;
	return m;
}
