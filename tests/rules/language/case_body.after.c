int q(void)
{
	switch (y) {
	case A:
		bar();
		break;
	case B:
		foo();
		break;
	}
}
