void one(int a)
{
	check_less(a < 0);
	check(a > 0);
	check_less(a->b + 1 < 0);
}
