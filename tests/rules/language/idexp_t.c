int glob; char *c;
void h(int p)
{
	unsigned int l;
	f(l);
	f(p);
	f(glob);
	f(c);
}
