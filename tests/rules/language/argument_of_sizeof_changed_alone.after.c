int f(char *p)
{
	return sizeof(long) + sizeof(*p) + sizeof(long);
}
