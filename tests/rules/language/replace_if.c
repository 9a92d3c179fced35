void f(int x)
{
	if (x)
		BUG();
	if (x) {
		BUG();
	}
	if (x)
		BUG();
	else
		foo();
}
