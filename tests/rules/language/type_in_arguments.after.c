void one(struct s *p, struct list *q)
{
	first(container(struct one, p, list));
	first(container(struct two *, q->next, list));
}
