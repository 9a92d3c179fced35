void a(void)
{
	n = sizeof(x) / sizeof(*x);
	n = sizeof(x) / sizeof(x[0]);
	n = (sizeof(x->y)/sizeof(*x->y));
}
