int f(int a)
{
	first(a);
	if (!a)
		return -1;
	last(a);
	return 0;
}

int g(int a)
{
	first(a);
	if (!a)
		mid(a);
	last(a);
	return 0;
}
