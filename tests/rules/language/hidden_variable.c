int use(struct box *b, struct box *c)
{
	take(b->left);
	lock(b);
	if (c) {
		struct box *b = c;

		drop(b->left);
		unlock(b);
		return 1;
	}
	drop(b->left);
	unlock(b);
	return 0;
}

int other(struct box *b, struct box *c)
{
	take(b->left);
	lock(b);
	for (int i = 0; i < 3; i++) {
		struct box *c = b;

		c->left = 0;
	}
	drop(b->left);
	unlock(b);
	return 0;
}
