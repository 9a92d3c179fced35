void f(int x, char *s)
{
	show("%d", x);
	show("%s is %d\n", s, x);
	print("%s is %d\n", s);
	print("%d");
	print("none");
}
