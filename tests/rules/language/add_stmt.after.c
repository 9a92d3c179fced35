void f(void)
{
	a(1);
	b(1);
	if (x) {
		a(2);
		b(2);
	} else {
		a(3);
		b(3);
	}
	for (;;) {
		a(4); /* four */
		b(4);
	}
	a(5);	/* five */
	b(5);
}
