void f(void)
{
	open(1);
	use();
	open(2);
	use();
	close();
}
