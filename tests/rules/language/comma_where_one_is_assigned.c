int f(int a)
{
	if (a)
		return one(a);
	return two(a), 0;
}
