int one(int x)
{
	claim(&a, 1);
	if (x)
		release(1);
	else
		release(1);
	return 0;
}

int other_on_one_path(int x)
{
	claim(&a);
	if (x)
		release(1);
	else
		release(2);
	return 0;
}

int later_on_one_path(int x)
{
	claim(&a, 1);
	if (x) {
		release(1);
	} else {
		release(2);
		release(1);
	}
	return 0;
}

int two_values(int x)
{
	enter(x);
	leave(3);
	leave(4);
	return 0;
}

int one_of_two(int x)
{
	enter(x);
	if (x) {
		leave(5);
		leave(6);
	} else {
		leave(6);
		leave(7);
	}
	return 0;
}

int hints(void)
{
	hint(5);
	hint(7);
	return 0;
}
