int x = 4;
int f(void)
{
	int x = 4, y;
	int x = 4;
}
