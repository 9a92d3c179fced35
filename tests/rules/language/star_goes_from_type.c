void f(void)
{
	char *s;
	struct x *v;

	g((long *)s, v);
}
