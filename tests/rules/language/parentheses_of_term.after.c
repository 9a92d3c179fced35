int one(int a)
{
	if (odd(a))
		work(odd(a));
	return odd(a) + odd(2);
}
