int q(struct foo *p)
{
	f(1);
	f(1, 2);
	f(1, 2, 3);
}
