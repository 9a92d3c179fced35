int a(void)
{
	return f(1)(2)->x[3];
}
