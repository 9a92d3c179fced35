one_t one(void)
{
	two_t a;

	first();
}

two_t two(void)
{
	one_t a;

	first();
}

three_t three(void)
{
	one_t a;

	first();
}
