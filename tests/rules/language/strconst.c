void h(int p)
{
	print("hello\n", 1);
	print(FMT, 2);
}
