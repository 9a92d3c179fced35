void f(int x)
{
	if (x)
		hide(x);
	show(x);
	while (x) {
		show(x);
	}
}
