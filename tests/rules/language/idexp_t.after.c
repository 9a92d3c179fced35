int glob; char *c;
void h(int p)
{
	unsigned int l;
	f(l);
	g(p);
	g(glob);
	f(c);
}
