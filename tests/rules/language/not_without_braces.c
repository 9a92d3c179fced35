int one(int x)
{
	for (x = 0; x < 3; x++) {
		rest();
	}
	for (x = 0; x < 3; x++)
		rest();
	return 0;
}
