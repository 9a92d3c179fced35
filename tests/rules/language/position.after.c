void f(void)
{
	bar(1);
	x = bar(y);
}
