void one(int x, int y)
{
	if (x)
		drop(y);
	else
		rest();
	drop(y);
}
