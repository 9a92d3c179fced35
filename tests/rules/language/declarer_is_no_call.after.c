#define BOTH(a) do { one(a); two(a); } while (0)
int f(int a)
{
	one(a);
	return a;
}
