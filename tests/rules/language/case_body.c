int q(void)
{
	switch (y) {
	case A:
		foo();
		break;
	case B:
		foo();
		break;
	}
}
