struct one {
	int kept, other[4];
};

int one(void)
{
	long f = 2;

	work();
	return f;
}
