int one(int a)
{
	work(sum_of(get(3), a));
	return sum(a + put(3));
}
