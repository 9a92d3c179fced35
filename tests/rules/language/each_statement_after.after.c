void one(int a)
{
	first();
	begin(a);
	step(a);
	second();
	step(a);
	if (a) {
		step(a);
		third();
	}
	step(a);
	fourth();
}
