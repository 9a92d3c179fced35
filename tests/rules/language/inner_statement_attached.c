int use(int a)
{
	if (a)
		return 3;
	if (a > 1)
		return 4;
	turn();
	return 3;
}
