int g(int a, char *b)
{
	a = foo();
	return a;
}
int h(void)
{
	if (x) {
		y->z = 2;
		return y->z;
	}
	a = 1;
	return b;
}
