void f(int a, int b)
{
	alloc(a);
	alloc(b);
}
