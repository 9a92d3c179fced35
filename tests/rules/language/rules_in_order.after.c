int b(void)
{
	f(a->x);
	f(b);
}
