void f(int a, int b)
{
	int c = g();

	BUG_ON(a);
	BUG_ON(b);

	h();
	BUG_ON(a);
	BUG_ON(b);

	h();

	BUG_ON(a);
	BUG_ON(b);
	BUG_ON(c);
}
