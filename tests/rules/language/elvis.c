int q(void)
{
	return a ? a : b;
}
