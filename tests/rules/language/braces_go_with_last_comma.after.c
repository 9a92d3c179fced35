struct pair p = PAIR(1, 2);
struct pair q = PAIR(1, 2);
static struct pair r =
	PAIR(3,
	4);
