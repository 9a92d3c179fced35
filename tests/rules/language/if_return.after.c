int f(void)
{
	if (both(a, b)) return 1;
	if (both(a && b, c)) return 1;
	if (both(a == 1, b)) return 1;
}
