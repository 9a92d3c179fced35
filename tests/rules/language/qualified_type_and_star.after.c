char *f(char *s, char *t)
{
	struct x *u = (struct x *)s;

	return u->t;
}
