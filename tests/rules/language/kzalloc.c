int h(int p)
{
	a = kmalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	memset(a, 0, sizeof(*a));
	b->c = kmalloc(n, GFP_KERNEL);
	if (b->c == NULL) {
		foo();
		return -ENOMEM;
	}
	memset(b->c, 0, n);
	c = kmalloc(n, GFP_KERNEL);
	memset(c, 0, n);
}
