static int my_one(int a)
{
	return a;
}

static int my_two(int a)
{
	other(a);
	return my_one(a) + my_two(a - 1);
}
