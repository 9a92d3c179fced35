void f(void)
{
	foo(1);
	q();
	end(1);
	foo(2);
	bar(2);
	end(2);
	foo(3);
	if (baz(3))
		return;
	end(3);
}
