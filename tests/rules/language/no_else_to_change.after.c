int f(int a)
{
	if (a)
		one();
	else
		other();
	if (a > 1)
		return 1;
	return 0;
}
