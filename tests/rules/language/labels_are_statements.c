int turn(int n)
{
	switch (n) {
	case 1:
		one();
		break;
	case 2:
	default:
		other();
	}
	if (n) {
		two();
again:
		three();
	}
	return 0;
}
