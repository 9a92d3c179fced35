struct a {
	int magic;
	int b;
};
struct b { int c; };
struct a g1;
struct b g2;
void f(void)
{
	struct a l1;
	struct b l2;
}
