void f(int x, char *s)
{
	print("%d", x);
	print("%s is %d\n", s, x);
	print("%s is %d\n", s);
	print("%d");
	print("none");
}
