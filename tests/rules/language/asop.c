int h(int p)
{
	x = old(1);
	x += old(2);
	y = old(3) + 1;
}
