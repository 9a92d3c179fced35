void a(void)
{
	n = ARRAY_SIZE(x);
	n = sizeof(x) / sizeof(x[0]);
	n = (ARRAY_SIZE(x->y));
}
