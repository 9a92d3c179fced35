int a(void)
{
	x += 1;
	y->z += f(2);
	x = y + 1;
}
