struct one {
	int a;
	struct lock m;
};

union two {
	int a;
	struct lock n;
};

typedef struct {
	int a;
	struct lock k;
} three_t;

typedef struct four {
	struct lock l;
} four_t;

struct five {
	struct lock m;
} five;

int six(struct one *p, three_t *q, union two *s, four_t *t)
{
	return work(p->m) + q->k + p->a + s->n + t->l;
}
