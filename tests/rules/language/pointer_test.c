int a(char *x, int y)
{
	if (x != NULL)
		kfree(x);
	if (x) kfree(x);
	if (y != NULL)
		kfree(y);
}
