int f(void)
{
	int x;

	trace();
	g();
	trace();
	if (x) {
		trace();
		h();
	}
	trace();
	return 0;
}
