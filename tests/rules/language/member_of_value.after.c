struct foo { int a; };
int f(struct foo p, struct foo *q)
{
	return get(&p, a) + q->a + get(&(*q), a);
}
