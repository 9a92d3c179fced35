int f(int n)
{
	int m = n;

	m = n + 1;
	if ((m = n))
		return m;
	return n;
}
