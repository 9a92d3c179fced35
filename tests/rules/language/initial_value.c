int x = 3;
int f(void)
{
	int x = 3, y;
	int x = 3;
}
