void f(int n)
{
	switch (n) {
	case 0:
		none();
		break;
	case 1:
		one();
		break;
	case 2:
		two();
		break;
	default:
		none();
	}
	switch (n) {
	case 1:
		one();
		break;
	default:
		none();
	}
}

void g(int n)
{
	switch (n) {
	case 1:
		none();
		break;
	case 2:
		open();
		break;
	}
	switch (n) {
	default:
		none();
		break;
	case 2:
		open();
		break;
	case 3:
		open();
		none();
	}
}
