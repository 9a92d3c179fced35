int turn(void)
{
	char own[3];
	use(sizeof(char [3]));
	struct box *own[3][4];
	use(sizeof(struct box * [3][4]));
	int (*own)(int, long);
	use(sizeof(int (*)(int, long)));
	static const char *const own;
	use(sizeof(const char *const));
	int *e = NULL;

	return 0;
}
