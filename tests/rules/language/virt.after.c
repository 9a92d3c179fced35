void f(void)
{
	bar();
}
