one_t my_first, my_second;

int one(void)
{
	one_t my_a;
	one_t my_c, my_d;
	two_t e, f;

	return 0;
}
