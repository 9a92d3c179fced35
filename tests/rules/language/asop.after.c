int h(int p)
{
	x = new(1);
	x += new(2);
	y = old(3) + 1;
}
