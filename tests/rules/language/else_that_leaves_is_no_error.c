int then_leaves(int c)
{
	begin();
	if (c) {
		note();
		return 2;
	} else {
		note();
	}
	end();
	return 0;
}

int else_leaves(int c)
{
	begin();
	if (c)
		note();
	else
		return 2;
	end();
	return 0;
}

int inside_of_else(int c, int d)
{
	begin();
	if (c) {
		note();
	} else {
		if (d)
			return 3;
		note();
	}
	end();
	return 0;
}

int not_all_of_then(int c, int d)
{
	begin();
	if (c) {
		while (d)
			return 7;
	}
	end();
	return 0;
}

int loop_before(int c, int d)
{
	begin();
	if (c) {
		while (d)
			note();
		return 7;
	}
	end();
	return 0;
}
