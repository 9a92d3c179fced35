int f(int a)
{
	while (get(a) > 1)
		get(a);
	while (get(a))
		a--;
	return 0;
}
