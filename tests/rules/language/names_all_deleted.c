struct one {
	int kept, other[4];
};

int one(void)
{
	int a, *b, c[3];
	static int d,
		   e;
	long f = 2, g;

	work();
	return f;
}
