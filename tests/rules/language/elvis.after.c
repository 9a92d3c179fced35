int q(void)
{
	return a ?: b;
}
