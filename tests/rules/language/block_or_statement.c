int f(int a)
{
	if (a) {
		g(a);
	}
	if (a)
		g(a);
}
