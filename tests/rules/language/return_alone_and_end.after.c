int some(int a)
{
	if (a) {
		leave();
		return 1;
	}
	use(a);
	leave();
}

void none(int a)
{
	use(a);
}
