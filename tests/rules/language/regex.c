void f(void)
{
	get_a(1);
	forget_b(2);
	get_c(d->e);
}
