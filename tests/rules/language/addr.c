int h(int p)
{
	f(&a[0], &b->c[0], &d[1]);
}
