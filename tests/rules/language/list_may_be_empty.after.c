int f(char *a, int b, int *c)
{
	print(0);
	print(0, 1);
	print(0, 1, 2);
}
