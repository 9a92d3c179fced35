void f(int c)
{
	begin();
	if (c)
		goto out;
	note();
out:
	note();
	end();
}
