int shared;

int f(int n)
{
	int m = made(n);

	m = made(n);
	shared = m;
	return m;
}
