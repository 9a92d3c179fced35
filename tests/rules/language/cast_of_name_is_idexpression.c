void f(int n)
{
	use(n);
	use((long)n);
	use(-n);
	use(n + 1);
}
