int turn(int n)
{
	count();
	while (n) {
		count();
		one();
	}
	count();
	return 0;
}

int empty(int n)
{
	count();
	switch (n) {
	}
	count();
	return 0;
}
