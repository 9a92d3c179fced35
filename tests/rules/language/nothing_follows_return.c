void f(int c)
{
	note();
	done();
	if (c) {
		return;
		done();
	}
}
