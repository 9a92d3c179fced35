int g(void)
{
	foo(1);
	if (a)
		q = bar(1);
	else
		r = bar(1) + 2;
}
