void one(int a)
{
	tell("%d", a);
	tell("%d, %s", a, "x");
	report("seen %d", a);
	report("seen nothing here");
}
