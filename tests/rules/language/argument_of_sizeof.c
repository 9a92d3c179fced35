int f(void)
{
	struct box b;

	return take(sizeof(b), b);
}
