int q(void)
{
	enter();
	M(1);
	return 2;
}
void r(int x) {
	enter();
}
