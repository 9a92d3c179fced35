void one(int a)
{
	first();
	begin(a);
	second();
	if (a)
		third();
	fourth();
}
