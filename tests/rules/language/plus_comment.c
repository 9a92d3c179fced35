void a(void)
{
	foo();
}
