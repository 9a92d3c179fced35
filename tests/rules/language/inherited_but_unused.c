void f(void)
{
	close_dev(3);
}
