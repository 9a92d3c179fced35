int turn(int n)
{
	count();
	switch (n) {
	count();
	case 1:
		count();
		one();
		count();
		break;
	count();
	case 2:
	count();
	default:
		count();
		other();
	}
	count();
	if (n) {
		count();
		{
		count();
		two();
count();
again:
		count();
		three();
	}
	}
	count();
	return 0;
}
