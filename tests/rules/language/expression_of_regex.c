void f(int abc, int x)
{
	put(abc);
	put(x);
	put(abc + x);
	put(ab(x));
}
