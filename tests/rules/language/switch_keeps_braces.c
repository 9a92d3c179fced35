int turn(int n)
{
	while (n)
		one();
	return 0;
}

int empty(int n)
{
	switch (n) {
	}
	return 0;
}
