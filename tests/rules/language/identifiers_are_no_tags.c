struct one {
	int one_a;
};

enum one_e {
	one_b,
};

int one_f(struct one *one_p)
{
	return work(one_p->one_a, sizeof(struct one));
}
