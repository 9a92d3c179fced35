void f(int c)
{
	begin();
	if (c) {
		goto out;
		check();
	}
	check();
	note();
	check();
out:
check();
	note();
	check();
	end();
}
