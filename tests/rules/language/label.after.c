int a(void)
{
	goto out;
done:
	return 0;
}
