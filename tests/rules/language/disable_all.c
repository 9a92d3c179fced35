int f(char *p)
{
	return test(p == NULL) + test(!p);
}
