int a(struct q *x)
{
	x->d = x->y->d;
}
