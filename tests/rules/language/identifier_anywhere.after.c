int f(void)
{
	int ship = 1;

	fore = aft;
	return ship;
}
