int a(char *x)
{
	if (copy(x))
		return -EINVAL;
	return 0;
}
