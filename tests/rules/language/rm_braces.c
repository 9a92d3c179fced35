int h(int p)
{
	if (p) {
		old();
	}
	if (q)
		old();
}
