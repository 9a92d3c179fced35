void one(int x, int y)
{
	second(y);
	first(x);
	second(x);
}
