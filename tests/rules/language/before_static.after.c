int before(void);
static int one(void)
{
	return 1;
}
