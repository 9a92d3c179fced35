int a(struct q *x)
{
	x->a.b.c = x->y->a.b.c;
}
