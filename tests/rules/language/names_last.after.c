long x;
int __far y;

int use(int a, int b)
{
	return a;
}
