void a(void)
{
	gone();
	for (;;) {
	}
	for (i = 0; ; i++) {
	}
}
