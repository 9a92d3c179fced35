one_t one(void)
{
	two_t a;
}

two_t two(void)
{
	one_t a;
}

three_t three(void)
{
	one_t a;

	first();
}
