void one(int x)
{
	first();
	second();
}

void two(int x)
{
	first();
}
