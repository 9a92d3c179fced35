int use(struct box *b, struct box *c)
{
	if (c) {
		struct box *b = c;

		drop(b->left);
		return 1;
	}
	return 0;
}

int other(struct box *b, struct box *c)
{
	for (int i = 0; i < 3; i++) {
		struct box *c = b;

		c->left = 0;
	}
	return 0;
}
