int some(int a)
{
	if (a)
		return 1;
	use(a);
}

void none(int a)
{
	use(a);
}
