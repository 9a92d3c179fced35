void f(int c)
{
	begin();
	if (c)
		{}
}
