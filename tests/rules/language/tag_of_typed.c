struct one {
	int a;
	struct lock m;
};

struct two {
	int m;
};

int three(struct one *p, struct two *q)
{
	return work(p->m) + q->m + p->a;
}
