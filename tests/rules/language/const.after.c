void h(int p)
{
	f(1, a);
	f(FOO, a);
	f(a, b);
	f("x", a);
	f('c', a);
	f(-1, a);
	f(a, FOO | BAR);
}
