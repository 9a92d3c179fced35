int one(int a)
{
	if (a & 1)
		work((a & 1));
	return (a & 1) + (2 & 1);
}
