void a(void)
{
	for (i = 0; i < 3; i++) {
		b();
		new(q);
	}
	for (;;) {
		new(r);
	}
}
