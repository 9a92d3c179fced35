void one(int x, int y)
{
	second(y);
	first(x);
	third(x);
}
