struct one {
	int a;
	struct lock first;
};

int user(struct one x, struct one *p, struct other y, struct other *q, struct third *r)
{
	lock_start(&x.first);
	lock_start(&p->first);
	lock_init(&p->second);
	note(r->count);
	return 0;
}
