void one(struct one *a, struct two *b)
{
	first((struct one *)a);
	first((struct one *)b);
	first((int *)b);
}
