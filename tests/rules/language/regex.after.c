void f(void)
{
	get_a(1, 0);
	forget_b(2);
	get_c(d->e, 0);
}
