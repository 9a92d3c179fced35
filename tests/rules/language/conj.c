void f(void)
{
	foo(x);
	foo(y);
	foo(y + x->z);
}
