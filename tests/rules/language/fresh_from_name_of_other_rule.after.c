void f(void)
{
	open_dev(tty);
	close_tty(3);
}
