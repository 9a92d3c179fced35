#define DROP(it) ({				\
	struct leaf *__l = (it);		\
	int n = 0;				\
	drop(__l);				\
	drop(n);				\
	drop(it);				\
})
#define DROP_ALL(t) do {			\
	struct leaf *next;			\
	for (next = (t)->first; next; next = next->next)	\
		drop(next);			\
	drop(other);				\
} while (0)

void walk(struct tree *next)
{
	drop(next);
	drop(__l);
}
