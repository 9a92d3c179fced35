void one(int x)
{
	first();
	second();
	last();
}

void two(int x)
{
	first();
}
