int h(int p)
{
	f(a, b->c, &d[1]);
}
