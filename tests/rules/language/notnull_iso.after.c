void f(char *a)
{
	foo(a);
	foo(a);
	foo(a);
	if (a != NULL)
		foo(b);
}
