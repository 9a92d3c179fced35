int f(void)
{
	a->y = 1;
	b();
}
int g(void)
{
	a->y = 1;
	c(a->y);
}
