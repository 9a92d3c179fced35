void f(int c)
{
	if (c)
		first(1);
	else
		second(2);
}
