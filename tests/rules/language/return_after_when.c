int q(struct foo *p)
{
	a = b();
	c();
	return a;
}
