int kept(int);
int one(void)
{
	return gone(1);
}
