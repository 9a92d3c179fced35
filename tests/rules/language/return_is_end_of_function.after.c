void early(int a)
{
	take(a);
	if (a) {
		give(a);
		return;
	}
	use(a);
	give(a);
}

void never(int a)
{
	take(a);
	use(a);
	give(a);
}

int always(int a)
{
	take(a);
	give(a);
	return use(a);
}
