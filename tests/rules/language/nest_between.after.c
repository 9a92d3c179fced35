int h(int p)
{
	old(x);
	start(x);
	if (p)
		new(x);
	old(y);
	new(x);
	end(x);
	old(x);
}
