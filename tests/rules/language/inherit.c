static int my_open(int a)
{
	return a;
}
static int other(int a)
{
	return a;
}
static struct ops my = {
	.close = other,
	.open = my_open,
};
