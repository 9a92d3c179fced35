void one(char *x)
{
	set(x, 0x10, 1);
}
