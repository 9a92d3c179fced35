typedef struct {
	int a;
	struct lock l;
} one_t;

typedef struct two {
	struct lock l;
} two_t;

int three(one_t *a, two_t *b)
{
	return work(a->other) + work(b->l);
}
