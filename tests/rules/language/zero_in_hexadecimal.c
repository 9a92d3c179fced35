void one(char *x)
{
	set(x, 0, 1);
	set(x, 0x00, 1);
	set(x, 0x0, 1);
	set(x, '\0', 1);
	set(x, 0x10, 1);
}
