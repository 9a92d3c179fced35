int f(int a)
{
	use(a);
	return count;
}
