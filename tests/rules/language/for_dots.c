void a(void)
{
	for (i = 0; i < 3; i++) {
		b();
		old(q);
	}
	for (;;) {
		old(r);
	}
}
