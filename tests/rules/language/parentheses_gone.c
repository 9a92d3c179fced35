long less(struct box *b, int at)
{
	long left = at -(-b->size);

	left += left-(--b->size);
	do(at)--;
	while (at > 3);
	if (at)
		return(left);
	else(left)++;
	return sizeof(left);
}
