int h(int p)
{
	old(x);
	start(x);
	if (p)
		old(x);
	old(y);
	old(x);
	end(x);
	old(x);
}
