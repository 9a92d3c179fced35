int f(char *a)
{
	if (!a || a == NULL || NULL == a)
		return 1;
}
