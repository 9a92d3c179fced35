void one(struct s *p, struct list *q)
{
	first(list_entry(p, struct one, list));
	first(list_entry(q->next, struct two *, list));
}
