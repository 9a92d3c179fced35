int f(int a)
{
	if (a == true || true == a)
		return 1;
	return (a & 1) == true;
}
