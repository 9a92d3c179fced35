int h(int p)
{
	if (x)
	foo();
	bar();
}
