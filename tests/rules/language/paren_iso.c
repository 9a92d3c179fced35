void a(void)
{
	x = (c) / (d);
	x = e / f;
	x = (g + h) / 2;
}
