void f(void)
{
	bar(x);
	foo(y);
	bar(y + x->z);
}
