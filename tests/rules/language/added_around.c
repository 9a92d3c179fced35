int one(int x)
{
	call(x);
	return call(x + 1);
}
