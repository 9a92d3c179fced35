void a(void)
{
	char b[10];
	char c[20] = "x";
	int d[3];
}
