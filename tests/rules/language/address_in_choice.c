void f(int x)
{
	use(x);
	drop(x);
}

void g(int x)
{
	use(x);
	take(&x);
	drop(x);
}
