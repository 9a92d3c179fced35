typedef struct box {
	int a;
} box_t;

int one(box_t *p, struct box a, box_t b, int c, struct other d)
{
	start(p);
	use(a);
	use(b);
	use(c);
	use(d);
	return 0;
}
