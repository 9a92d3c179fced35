struct box *first(struct shelf *s)
{
	box_t *all = (box_t *)s->all;
	struct box *one;

	if (s)
		one = (struct box *)s->first;
	while (s)
		one = (struct box *)s->first;
	return checked(other, s->first, continue);
out:
	return NULL;
}
