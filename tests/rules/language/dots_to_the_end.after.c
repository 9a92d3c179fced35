int f(void)
{
	set_y(a, 1);
	b();
}
int g(void)
{
	a->y = 1;
	c(a->y);
}
