int both(int x)
{
	if (begin(x, 1)) {
		end(1);
	} else {
		return end(1);
	}
	return 0;
}

int error(int x)
{
	if (begin(x, 2))
		return 1;
	end(2);
	return 0;
}

int one(int x)
{
	if (begin(x))
		end(1);
	return 0;
}

int loop(int x)
{
	while (begin(x))
		work(x);
	end(3);
	return 0;
}

int cases(int x)
{
	switch (begin(x, 4)) {
	case 1:
		end(4);
		break;
	default:
		end(4);
	}
	return 0;
}
