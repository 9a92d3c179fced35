int q(struct foo *p)
{
	b(1);
	d();
	e();
}
