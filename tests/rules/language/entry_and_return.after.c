int a(void)
{
	int added;
	foo();
	done();
	return 0;
}
int b(void)
{
	int added;
	done();
	return 0;
}
