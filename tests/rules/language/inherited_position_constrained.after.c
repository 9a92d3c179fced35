void one(void)
{
	work(1, 2, 5);
	work(2, 5);
}
