int f(void)
{
	if (a) {
		return 1;
	} else {
		return 0;
	}
	if (b)
		return 1;
	else
		return 0;
}
