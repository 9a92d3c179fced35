int h(int p)
{
	if (cmp(a, b) == 0 || cmp(c, d) != 0 || cmp(e, f) < 0)
		return 1;
}
