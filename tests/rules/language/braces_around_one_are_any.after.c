int f(int a)
{
	uno(a);
	if (a)
		uno(a + 1);
	switch (a) {
	case 1:
		uno(a);
		break;
	}
	uno(2);
	return 0;
}
