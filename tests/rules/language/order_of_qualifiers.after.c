void one(void)
{
	struct text *a;
	struct text *b;
	volatile const long c;
	const volatile long d;
	volatile int e;
	char *f;
}
