void f(void)
{
	one(1);
	two(zero);
	two(0);
	three(d->e);
}
