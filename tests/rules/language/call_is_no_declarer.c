DEFINE_IT(a);
void f(int a)
{
	DECLARE_IT(b);
	DEFINE_IT(c);
	use(a);
}
