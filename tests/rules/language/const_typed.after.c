static const int table[3];

int use(const struct box *one, struct box *two, struct box const *three, struct box *const four)
{
	const int a = 1;
	int b = 2;

	look(one);
	turn(two);
	look(three);
	turn(four);
	look((const struct box *)two);
	print(a);
	show(b);
	print(table[0]);
	return length(one) + length(two);
}
