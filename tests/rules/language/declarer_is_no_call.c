#define BOTH(a) do { one(a); two(a); } while (0)
DEFINE_IT(a);
int f(int a)
{
	one(a);
	return a;
}
