void one(int n)
{
	begin();
again:
	note();
	end();
}

void two(int n)
{
	begin();
again: more:
	if (n)
		note();
	end();
}
