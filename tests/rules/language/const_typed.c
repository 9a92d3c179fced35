static const int table[3];

int use(const struct box *one, struct box *two, struct box const *three, struct box *const four)
{
	const int a = 1;
	int b = 2;

	turn(one);
	turn(two);
	turn(three);
	turn(four);
	turn((const struct box *)two);
	show(a);
	show(b);
	show(table[0]);
	return size(one) + size(two);
}
