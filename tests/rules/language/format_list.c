void one(int a)
{
	report("seen %d here", a);
	report("seen %d, %s here", a, "x");
	report("seen %d", a);
	report("seen nothing here");
}
