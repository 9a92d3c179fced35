int f(void)
{
	int fore_aft = 1;

	fore = aft;
	return fore_aft;
}
