void f(void)
{
	a = (struct foo *)kmalloc(3);
	b = (char*) kmalloc(sizeof(int));
	c = kmalloc(2);
}
