int f(int a, int *b, char c)
{
	copy2(a, b);
	copy(c, *b);
}
