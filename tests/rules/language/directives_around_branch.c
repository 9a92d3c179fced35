void f(int c)
{
	note();
	if (c)
		note();
	while (c)
		note();
	if (c)
		use();
	else
		note();
}
