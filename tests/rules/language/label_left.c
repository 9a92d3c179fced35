void f(void)
{
	if (x)
		goto out;
	a();
out:
	debug(8);
}
