void h(int p)
{
	if (p) {
		a();
		new();
		b();
	}
	if (q) {
		new();
	}
	if (r)
		new();
}
