const char *f(const char *s, char *t)
{
	const struct x *u = (const struct x *)s;

	return u->t;
}
