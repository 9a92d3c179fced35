void f(void)
{
	x = a(1) + 1;
	y = c(1, 2) + 1;
	z = a(1) + 2;
}
