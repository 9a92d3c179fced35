int a(void)
{
	x = x + 1;
	y->z = y->z + f(2);
	x = y + 1;
}
