void a(int x, int y)
{
	start();
	other(y);
	finish_all(x);
}

void b(int x)
{
	start();
	other(x);
	finish(x);
}
