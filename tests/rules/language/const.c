void h(int p)
{
	f(a, 1);
	f(a, FOO);
	f(a, b);
	f(a, "x");
	f(a, 'c');
	f(a, -1);
	f(a, FOO | BAR);
}
