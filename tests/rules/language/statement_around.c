int one(int x)
{
	call(x);
	if (x)
		call(x + 1);
	return 0;
}
