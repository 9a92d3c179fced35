void a(void)
{
	for (i = 0; i < 3; i++) {
		b();
	}
	for (;;) {
	}
	for (i = 0; ; i++) {
	}
}
