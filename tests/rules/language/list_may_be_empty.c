int f(char *a, int b, int *c)
{
	print();
	print(1);
	print(1, 2);
}
