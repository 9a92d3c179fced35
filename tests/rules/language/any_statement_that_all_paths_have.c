void f(int c)
{
	begin();
	one();
	if (c) {
		two();
		three();
	}
	end();
}

void g(int c)
{
	begin();
	if (c)
		two();
	else
		three();
	end();
}
