void h(int p)
{
	switch (p) {
	case A:
		a();
		break;
	case OLD:
		b();
		break;
	default:
		c();
	}
}
