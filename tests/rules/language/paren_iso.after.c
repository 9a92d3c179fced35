void a(void)
{
	x = div(c, d);
	x = div(e, f);
	x = div(g + h, 2);
}
