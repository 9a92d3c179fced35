void f(int x)
{
	BUG_ON(x);
	if (x) {
		BUG();
	}
	if (x)
		BUG();
	else
		foo();
}
