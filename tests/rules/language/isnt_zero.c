struct s { struct s *next; int n; };
int g(int *x, int n, struct s *s)
{
	if (x == NULL)
		return 1;
	if (s->next == NULL)
		return 2;
	if (!x)
		return 3;
	if (n == 0)
		return 4;
	if (!n)
		return 5;
	if (x)
		return 6;
	if (n)
		return 7;
	if (x != NULL)
		return 8;
	if (n != 0)
		return 9;
	if (NULL == x)
		return 10;
	if (x == 0)
		return 11;
	return x == NULL || n == 0;
}
