void one(int a)
{
	check(a < 0);
	check(a > 0);
	check(a->b + 1 < 0);
}
