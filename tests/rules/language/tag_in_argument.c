int f(void)
{
	DEFINE(A, offsetof(struct old, m));
	return offsetof(struct old, n) + sizeof(*container_of(x, struct old, m));
}
