int b(void)
{
	foo(1) + bar(2) + qux(3);
}
