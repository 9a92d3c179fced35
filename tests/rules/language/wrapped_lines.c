void one(int x, int y)
{
	lock(x);
	/* two
	 * lines
	 */
	if (y)
		work();

	more(x,
	     y);
#ifdef WORK
	work();
#endif
	unlock(x);
}
