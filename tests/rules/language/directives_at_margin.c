int one(int a)
{
	first();
	old_work();
	if (a) {
		old_work();
		second();
	}
	return 0;
}
