void f(int x)
{
	if (x)
		hide(x);
	/* what follows
	 * is shown
	 */
	begin();
	show(x);
	while (x) {
		/* what follows
		 * is shown
		 */
		begin();
		show(x);
	}
}
