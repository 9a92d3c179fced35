void one(void)
{
	work(1, 2, 5);
	work(1, 2, 3);
	work(2, 5);
}
