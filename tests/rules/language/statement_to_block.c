int f(void)
{
	swap_old(a, b);
	if (z)
		swap_old(c, d);
}
