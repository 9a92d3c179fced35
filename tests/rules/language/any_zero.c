int one(char *x)
{
	memset(x, 0, 1);
	memset(x, 0x0, 2);
	memset(x, '\0', 3);
	memset(x, '0', 4);
	return 0;
}
