int q(struct foo *p)
{
	a(1);
	c();
	e();
}
