void both(int a)
{
	take(a);
	if (a)
		return;
	use(a);
}
