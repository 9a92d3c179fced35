int h(int p)
{
	x = get_a(1);
	if (!x)
		goto out;
	if (foo(x)) {
		r = 1;
		goto out_put;
	}
	bar();
out_put:
	put_a(x);
out:
	return r;
}
int k(int p)
{
	x = get_a(1);
	if (p)
		put_a(x);
	else
		put_a(x);
}
int m(int p)
{
	do {
		x = get_a(1);
		if (y)
			continue;
		put_a(x);
	} while (p);
}
int n(int p)
{
	x = get_a(1);
	switch (p) {
	case 1:
		put_a(x);
		break;
	case 2:
		foo();
	default:
		put_a(x);
	}
}
