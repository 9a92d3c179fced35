void f(int a)
{
	one(a);
	two(a);
	if (b)
		one(a);
}
