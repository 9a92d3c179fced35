void f(int x)
{
	use(x);
	drop_all(x);
}

void g(int x)
{
	use(x);
	take(&x);
	drop(x);
}
