#define FLAG_A (1 << 0) /* the first */
#define FLAG_B	(1 << NUMBER)
#define FLAG_C (2 << 3)
#define OLD 1
#define OLDER 1
#define GONE(a, b) work(a + \
			b)
#define GONER(a) work(a)
#define KEPT 3
#define KEPT_1 3
