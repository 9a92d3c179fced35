void a(void)
{
	bar(1);
	baz(1);
}
