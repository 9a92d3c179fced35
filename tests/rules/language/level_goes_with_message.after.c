int f(int x)
{
	print(KERN_ERR "x is %d\n", x);
	print(KERN_DEBUG PREFIX "x is %d\n", x);
	print("x is " MINE "%d\n", x);
}
