void one(int x)
{
	if (x) {
		work();
	} else {
		more();
	}
}

void two(int x)
{
	if (x) {
		work();
		return;
	} else
		more();
}

void three(int x)
{
	while (x)
		x = work();
}
