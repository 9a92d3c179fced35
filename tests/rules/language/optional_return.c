int a(struct q *x)
{
	foo();
	bar();
}
