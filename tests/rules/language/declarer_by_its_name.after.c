void f(int a)
{
	DEFINE_IT(c);
	call(a);
}
