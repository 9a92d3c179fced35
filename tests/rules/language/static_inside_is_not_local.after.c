int g;

void f(int p)
{
	static int s;
	int a;

	drop(p);
	keep(s);
	drop(a);
	keep(g);
}
