int g;

void f(int p)
{
	static int s;
	int a;

	put(p);
	put(s);
	put(a);
	put(g);
}
