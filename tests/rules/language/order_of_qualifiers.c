void one(void)
{
	const char *a;
	char const *b;
	volatile const int c;
	const volatile int d;
	volatile int e;
	char *f;
}
