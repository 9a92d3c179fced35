void f(int n)
{
	use_name(n);
	use_name((long)n);
	use(-n);
	use(n + 1);
}
