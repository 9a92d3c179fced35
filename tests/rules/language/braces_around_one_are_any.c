int f(int a)
{
	one(a);
	if (a)
		one(a + 1);
	switch (a) {
	case 1:
		one(a);
		break;
	}
	one(2);
	return 0;
}
