void a(void)
{
	switch (x) {
	default:
		b();
	}
}
