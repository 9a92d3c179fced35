int f(void)
{
	return add(3) + add_name(THREE);
}
