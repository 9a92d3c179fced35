void f(void)
{
	open_dev(tty);
	close_dev(3);
}
