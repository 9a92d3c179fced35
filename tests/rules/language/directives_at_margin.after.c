int one(int a)
{
	first();
#ifdef CONFIG_OLD
	old_work();
#endif
	if (a) {
#ifdef CONFIG_OLD
		old_work();
#endif
		second();
	}
	return 0;
}
