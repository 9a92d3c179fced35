void h(int p)
{
	pr_err("x" "hello\n", 1);
	print(FMT, 2);
}
