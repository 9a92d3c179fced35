void f(void)
{
	x = b(1) + 1;
	y = d(2, 1) + 1;
	z = a(1) + 2;
}
