static int f(int x);

static int f(int x) {
	return x;
}
