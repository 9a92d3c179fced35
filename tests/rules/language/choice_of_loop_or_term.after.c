int f(int a)
{
	while (get(a) > 1)
		fetch(a);
	while (fetch(a))
		a--;
	return 0;
}
