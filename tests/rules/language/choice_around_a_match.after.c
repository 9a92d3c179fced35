int f(int a)
{
	call(fetch(a));
	invoke(a);
	return invoke(a) + call(1 + fetch(a));
}
