int f(char *p)
{
	return sizeof(int) + sizeof(*p) + sizeof(char *);
}
