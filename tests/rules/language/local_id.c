int glob;
void h(int p)
{
	int l;
	f(l);
	f(p);
	f(glob);
	f(p + 1);
}
