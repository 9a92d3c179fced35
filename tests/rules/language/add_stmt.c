void f(void)
{
	a(1);
	if (x)
		a(2);
	else
		a(3);
	for (;;)
		a(4); /* four */
	a(5);	/* five */
}
