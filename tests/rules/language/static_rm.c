static int a(void)
{
	return 1;
}
int b(void)
{
}
static inline int c(void)
{
}
