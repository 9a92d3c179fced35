struct s { struct s *next; int n; };
int g(int *x, int n, struct s *s)
{
	if (x == NULL)
		return foo(1);
	if (s->next == NULL)
		return foo(2);
	if (!x)
		return foo(3);
	if (n == 0)
		return foo(4);
	if (!n)
		return foo(5);
	if (x)
		return foo(6);
	if (n)
		return foo(7);
	if (x != NULL)
		return foo(8);
	if (n != 0)
		return foo(9);
	if (NULL == x)
		return foo(10);
	if (x == 0)
		return foo(11);
	return x == NULL || n == 0;
}
