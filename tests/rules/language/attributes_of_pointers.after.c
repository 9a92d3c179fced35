int *one() { return 0; }
int __far * __near two()
{
	return 0;
}
int *three() { return 0; }
