int a(void)
{
	return 1;
}
int b(void)
{
}
inline int c(void)
{
}
