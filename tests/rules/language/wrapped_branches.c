void one(int x, int y)
{
	if (x)
		work(y);
	else
		rest();
	if (x) work(x); else rest();
	for (;;) work(x);
}
