void f(int c)
{
	begin();
	check();
	one();
	check();
	if (c) {
		two();
		three();
	}
	end();
}

void g(int c)
{
	begin();
	check();
	if (c) {
		check();
		two();
	} else {
		check();
		three();
	}
	end();
}
