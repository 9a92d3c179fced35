int q(struct foo *p)
{
	f(1);
	h(2);
}
