int f(void)
{
	return shift(1, 2) + shift(1UL, 2) + shift(1U, 2);
}
