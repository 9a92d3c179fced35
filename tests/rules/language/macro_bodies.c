#define M(x) f(x)
#define M2(x) \
	do { \
		int i; \
		f(x); \
	} while (0)
int q(void)
{
	M(1);
}
