void one(int a)
{
	report("size %d of the thing", a);
	report("%5.3lu", a);
	report("no size");
	report("size" "of %d", a);
}
