struct a {
	int magic;
	int b;
};
struct b { int c; };
struct a g1 = MAGIC;
struct b g2;
void f(void)
{
	struct a l1 = MAGIC;
	struct b l2;
}
