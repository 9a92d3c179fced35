void one(struct one *a, struct two *b)
{
	first((struct one *)a);
	first(other(b));
	first((int *)b);
}
