void f(void)
{
	a = kmalloc(3);
	b = kmalloc(sizeof(int));
	c = kmalloc(2);
}
