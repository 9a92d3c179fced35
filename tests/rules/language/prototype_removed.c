int gone(int);
extern int gone(int x);
int kept(int);
int one(void)
{
	return gone(1);
}
