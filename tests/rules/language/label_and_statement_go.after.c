void one(int n)
{
	begin();
gone();
	end();
}

void two(int n)
{
	begin();
gone();
	end();
}
