void f(int c)
{
	if (c)
		one(1);
	else two(2);
}
