struct one {
	int w;
};

int f(struct one *a, struct two *b)
{
	schedule_later(&a->w, 12);
	schedule_now(&b->w);
}

int g(struct one *q)
{
	schedule_now(&q->w);
}
