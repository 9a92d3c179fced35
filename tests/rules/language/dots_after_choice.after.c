void f(void)
{
	first(1);
	open(1);
	open(2);
	close();
}

void g(void)
{
	open(1);
	make(2);
	close();
}
