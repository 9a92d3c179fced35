#define M(x) g(x)
#define M2(x) \
	do { \
		int i; \
		g(x); \
	} while (0)
int q(void)
{
	M(1);
}
