int q(struct foo *p)
{
	(a).b = c.d;
}
