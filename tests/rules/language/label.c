int a(void)
{
	goto out;
out:
	return 0;
}
