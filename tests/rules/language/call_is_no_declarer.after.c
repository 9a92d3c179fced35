DEFINE_IT(a);
void f(int a)
{
	DECLARE_IT(b);
	call(c);
	call(a);
}
