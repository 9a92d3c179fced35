void one(int a)
{
	tell("%d");
	tell("%5.3lu");
	report("no size");
	report("size" "of %d", a);
}
