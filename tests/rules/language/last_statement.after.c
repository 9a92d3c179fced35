void one(int x)
{
	if (x) {
		work();
	} else {
		more();
	}
	last();
}

void two(int x)
{
	if (x) {
		work();
		return;
	} else
		more();
	last();
}

void three(int x)
{
	while (x)
		x = work();
	last();
}
