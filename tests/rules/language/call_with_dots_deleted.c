int f(int a)
{
	WARN(a, "x %d\n",
	     a);
	WARN(b, "y");
	return 1;
}
