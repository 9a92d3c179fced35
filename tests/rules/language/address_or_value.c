int two(struct one *a, struct two *b)
{
	a->first = 3;
	work(&(a->first));
	work(&a->first);
	work(&b->first, b->first);
	return a->first;
}
