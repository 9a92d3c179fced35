int h(int p)
{
	x = get_b(1);
	if (!x)
		goto out;
	if (foo(x)) {
		r = 1;
		goto out_put;
	}
	bar();
out_put:
	put_b(x);
out:
	return r;
}
int k(int p)
{
	x = get_b(1);
	if (p)
		put_b(x);
	else
		put_b(x);
}
int m(int p)
{
	do {
		x = get_b(1);
		if (y)
			continue;
		put_b(x);
	} while (p);
}
int n(int p)
{
	x = get_b(1);
	switch (p) {
	case 1:
		put_b(x);
		break;
	case 2:
		foo();
	default:
		put_b(x);
	}
}
