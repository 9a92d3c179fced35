int f(int a)
{
	if (a)
		one();
	else
		two();
	if (a > 1)
		return 1;
	return 0;
}
