int *one() { return 0; }
int *two()
{
	return 0;
}
int *three() { return 0; }
