int f(char *a)
{
	if (!a || is_null(a) || NULL == a)
		return 1;
}
