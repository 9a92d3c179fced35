int a(char *x, int y)
{
	kfree(x);
	kfree(x);
	if (y != NULL)
		kfree(y);
}
