int one(int a)
{
	work(sum(a + get(3)));
	return sum(a + put(3));
}
