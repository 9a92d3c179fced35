int one(char *x)
{
	clear(x, 1);
	clear(x, 2);
	clear(x, 3);
	memset(x, '0', 4);
	return 0;
}
