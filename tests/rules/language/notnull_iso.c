void f(char *a)
{
	if (a != NULL)
		foo(a);
	if (a)
		foo(a);
	if (NULL != a)
		foo(a);
	if (a != NULL)
		foo(b);
}
