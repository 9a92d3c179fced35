void f(int c)
{
	done();
	if (c) {
		return;
		done();
	}
}
