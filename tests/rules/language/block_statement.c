int q(void)
{
	foo(1);
	{
		bar(1);
	}
}
