int f(int a)
{
	use(a);
	return a;
}
