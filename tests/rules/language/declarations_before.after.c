static int added;
int one(void)
{
	return 0;
}
