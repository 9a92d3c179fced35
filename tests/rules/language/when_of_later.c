void a(int x, int y)
{
	start();
	other(y);
	finish(x);
}

void b(int x)
{
	start();
	other(x);
	finish(x);
}
