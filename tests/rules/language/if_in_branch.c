void one(int x, int y)
{
	if (x)
		drop(y);
	else
		rest();
	if (x) drop(x); else if (y) drop(y);
	drop(y);
}
