int turn(void)
{
	char a[3];
	struct box *b[3][4];
	int (*c)(int, long);
	static const char *const d;
	int *e = NULL;

	return 0;
}
