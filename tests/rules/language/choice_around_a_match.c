int f(int a)
{
	call(get(a));
	call(a);
	return call(a) + call(1 + get(a));
}
