int a(int x)
{
	begin();
	one();
	if (x)
		two();
	end();
	return 0;
}
