int h(int p)
{
	f(f(1));
	f(a + f(2), 3);
	return f(x)(f(y));
}
