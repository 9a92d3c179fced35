int f(void)
{
	DEFINE(A, offsetof(struct new, m));
	return offsetof(struct new, n) + sizeof(*container_of(x, struct new, m));
}
