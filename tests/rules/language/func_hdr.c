static int g(struct page *p, int y);
void h(int y);
static int g(struct page *p, int y)
{
	return y;
}
struct foo *k(struct page *q)
{
	return 0;
}
void h(int y)
{
}
