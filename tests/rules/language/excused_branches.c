int else_leaves(int x)
{
	begin();
	if (x)
		work();
	else
		return 1;
	end();
	return 0;
}

int then_leaves(int x)
{
	begin();
	if (x) {
		if (bad(x))
			return 1;
		work();
		return 2;
	}
	end();
	return 0;
}

int some_paths_leave(int x)
{
	begin();
	if (x) {
		if (bad(x))
			work();
		else
			return 1;
		more();
	}
	end();
	return 0;
}

int ended_on_some_paths(int x)
{
	begin();
	if (x) {
		if (bad(x)) {
			end();
			return 1;
		}
		return 2;
	}
	end();
	return 0;
}

int leaves_by_goto(int x)
{
	begin();
	if (x)
		goto out;
	else
		work();
	end();
out:
	return x;
}

int leaves_by_goto_of_else(int x)
{
	begin();
	if (x)
		work();
	else
		goto out;
	end();
out:
	return x;
}

int loops_first(int x)
{
	begin();
	if (x) {
		while (x) {
			if (bad(x))
				break;
			x--;
		}
		return 2;
	}
	end();
	return 0;
}

int leaves_in_case(int x)
{
	begin();
	switch (x) {
	case 1:
		return 3;
	case 2:
		work();
	}
	end();
	return 0;
}
