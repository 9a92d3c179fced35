int once(void)
{
	int a;
	char b;

	first(1);
	fourth(1, 2);
	return 0;
}

int two_variables(void)
{
	int a;
	int b;

	first(1);
	second(2);
	return 0;
}

int first_again(void)
{
	int a;

	first(1);
	first(2);
	fourth(1, 3);
	return 0;
}

int second_again(void)
{
	int a;

	first(1);
	second(2);
	second(3);
	return 0;
}

int third_too(void)
{
	int a;

	first(1);
	second(2);
	third(3);
	return 0;
}
