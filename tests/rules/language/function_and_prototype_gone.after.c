
int kept(int x)
{
	return x;
}
