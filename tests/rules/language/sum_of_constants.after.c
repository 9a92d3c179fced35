int a(struct q *x)
{
	return add(y, 1, 2) + z + 3;
}
