void f(void)
{
	bar(1);
	special(foo(y));
}
