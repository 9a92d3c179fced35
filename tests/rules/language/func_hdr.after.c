static int g(struct folio *p, int y);
void h(int y);
static int g(struct folio *p, int y)
{
	return y;
}
struct foo *k(struct folio *q)
{
	return 0;
}
void h(int y)
{
}
