void both(int a)
{
	take(a);
	if (a)
		leave(a);
	use(a);
	leave(a);
}
