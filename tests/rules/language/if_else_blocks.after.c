int f(void)
{
	return !!a;
	return !!b;
}
