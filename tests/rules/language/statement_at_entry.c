int q(void)
{
	M(1);
	return 2;
}
void r(int x) { }
