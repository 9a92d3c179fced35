void h(int p)
{
	if (p) {
		a();
		old();
		b();
	}
	if (q) {
		old();
	}
	if (r)
		old();
}
