int h(int p)
{
	old_guard(x);
	foo();
	bar();
}
