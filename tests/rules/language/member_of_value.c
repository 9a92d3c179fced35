struct foo { int a; };
int f(struct foo p, struct foo *q)
{
	return p.a + q->a + (*q).a;
}
