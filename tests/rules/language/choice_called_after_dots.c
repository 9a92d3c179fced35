void a(void)
{
	void *p = vmalloc(3);

	kfree(p);
}
