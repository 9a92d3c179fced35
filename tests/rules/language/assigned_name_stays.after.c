int f(int n)
{
	int m = n;

	assign(m, n + 1);
	if ((assign(m, n)))
		return m;
	return n;
}
