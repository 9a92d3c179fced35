int a(struct q *x)
{
	return y + 1 + 2 + z + 3;
}
