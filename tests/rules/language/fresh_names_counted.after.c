int made_0(void)
{
	return 1;
}
int made_1(void)
{
	return 2;
}
