int f(char *p)
{
	return absent(p) + test(!p);
}
