int a(char *x)
{
	if (copy(x)) {
		drop(x);
		return -EFAULT;
	}
	if (copy(x))
		return -EINVAL;
	return 0;
}
