struct pair p = { 1, 2 };
struct pair q = { 1, 2, };
static struct pair r = {
	3,
	4,
};
