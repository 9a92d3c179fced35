int f(int a)
{
	if (a || true == a)
		return 1;
	return (a & 1);
}
