struct one {
	int a;
	struct key m;
};

union two {
	int a;
	struct key n;
};

typedef struct {
	int a;
	struct key k;
} three_t;

typedef struct four {
	struct key l;
} four_t;

struct five {
	struct lock m;
} five;

int six(struct one *p, three_t *q, union two *s, four_t *t)
{
	return work(p->other) + q->other + p->a + s->other + t->other;
}
