struct one {
	int a;
	struct lock first;
};

int user(struct one x, struct one *p, struct other y, struct other *q, struct third *r)
{
	lock_init(&x.first);
	lock_init(&p->first);
	lock_init(&p->second);
	note(y.count);
	note(q->count);
	note(r->count);
	return 0;
}
