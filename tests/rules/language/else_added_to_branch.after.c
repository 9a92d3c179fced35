int f(int a)
{
	if (a)
		return 1;
	else { other(); }
	if (b) {
		one(a);
	}
	else { other(); }
	return 0;
}
