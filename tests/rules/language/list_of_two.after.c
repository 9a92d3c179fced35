int q(struct foo *p)
{
	f(1);
	g(1, 2);
	f(1, 2, 3);
}
