void f(void)
{
	na(1);
	nb(2);
	c(3);
	x = a(3);
}
