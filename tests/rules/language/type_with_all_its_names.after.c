typedef struct box {
	int a;
} box_t;

int one(box_t *p, struct box a, box_t b, int c, struct other d)
{
	start(p);
	use(a, 1);
	use(b, 1);
	use(c);
	use(d);
	return 0;
}
