int h(int p)
{
	if (ncmp(a, b) == 0 || ncmp(c, d) != 0 || cmp(e, f) < 0)
		return 1;
}
