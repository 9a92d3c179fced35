one_t first, second;

int one(void)
{
	one_t a;
	one_t c, d;
	two_t e, f;

	return 0;
}
