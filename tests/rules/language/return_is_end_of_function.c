void early(int a)
{
	take(a);
	if (a)
		return;
	use(a);
}

void never(int a)
{
	take(a);
	use(a);
}

int always(int a)
{
	take(a);
	return use(a);
}
