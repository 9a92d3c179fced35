int glob;
void h(int p)
{
	int l;
	g(l);
	g(p);
	f(glob);
	f(p + 1);
}
