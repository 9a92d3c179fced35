int h(int p)
{
	a = old(1);
	foo();
	b = use(2) + 1;
}
