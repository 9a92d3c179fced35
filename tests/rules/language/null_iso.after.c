void f(void)
{
	a = alloc(1);
	if (!a)
		return;
	b = alloc(2);
	if (!b) {
		return;
	}
	c = alloc(3);
	if (!c)
		return;
	d = alloc(3);
	if (d)
		return;
}
