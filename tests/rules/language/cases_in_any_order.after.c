void f(int n)
{
	switch (n) {
	case 0:
		none();
		break;
	case 1:
		first();
		break;
	case 2:
		second();
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
		opened(2);
		break;
	case 3:
		opened(3);
		none();
	}
}
