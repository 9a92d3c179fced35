struct one {
	int a;
	struct lock m;
};

struct two {
	int m;
};

int three(struct one *p, struct two *q)
{
	return work(p->other) + q->m + p->a;
}
