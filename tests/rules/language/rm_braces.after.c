int h(int p)
{
	new(p);
	new(q);
}
