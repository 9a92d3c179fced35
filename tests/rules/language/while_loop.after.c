void h(int p)
{
	loop(a);
	loop(d);
}
