void f(int abc, int x)
{
	put(abc);
	keep(x);
	keep(abc + x);
	keep(ab(x));
}
