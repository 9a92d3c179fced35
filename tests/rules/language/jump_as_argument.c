struct box *first(struct shelf *s)
{
	box_t *all = checked(box_t, s->all, return NULL);
	struct box *one;

	if (s)
		one = checked(struct box, s->first, goto out);
	while (s)
		one = checked(struct box, s->first, break);
	return checked(other, s->first, continue);
out:
	return NULL;
}
