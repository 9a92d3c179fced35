int h(int p)
{
	a = kzalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	b->c = kzalloc(n, GFP_KERNEL);
	if (b->c == NULL) {
		foo();
		return -ENOMEM;
	}
	c = kmalloc(n, GFP_KERNEL);
	memset(c, 0, n);
}
