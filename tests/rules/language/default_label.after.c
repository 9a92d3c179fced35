void a(void)
{
	switch (x) {
	case ALL:
		b();
	}
}
