void a(void)
{
	char *b;
	char c[20] = "x";
	int d[3];
}
