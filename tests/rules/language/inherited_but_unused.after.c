void f(void)
{
	close(3);
}
