struct s { int a; int b; struct s *next; };
int f(int x, int y, int z, unsigned u, struct s *p, struct s q, struct s arr[10])
{
	int i, j = 0;
	int k;
	unsigned int w;
	signed v;
	static int st = 3;
	y = x + y + z;
	y = (x + y) + z;
	y = x + (y + z);
	y = x - y - z;
	y = (x - y) - z;
	y = x + y - z;
	y = (x + y) - z;
	y = x * y * z;
	y = x * y / z;
	y = x / y * z;
	y = x | y;
	y = y & x;
	y = y + x;
	y = y * x;
	if (x < y)
		foo(1);
	if (y > x)
		foo(2);
	if (x <= y)
		foo(3);
	if (y >= x)
		foo(4);
	if (x == 3)
		foo(5);
	if (3 == x)
		foo(6);
	if (x != 3)
		foo(7);
	if (3 != x)
		foo(8);
	if (x == y)
		foo(9);
	if (y == x)
		foo(10);
	if (x == FOO)
		foo(11);
	if (FOO == x)
		foo(12);
	for (i = 0; i < 10; i++)
		foo(13);
	for (i = 0; i < 10; ++i)
		foo(14);
	for (i = 0; i < 10; i += 1)
		foo(15);
	i++;
	++i;
	i += 1;
	i = i + 1;
	if (x != y)
		foo(16);
	else
		foo(17);
	if (x == y)
		foo(18);
	else
		foo(19);
	if (!x)
		foo(20);
	else
		foo(21);
	if (x)
		foo(22);
	else
		foo(23);
	y = x ? 1 : 2;
	y = !x ? 1 : 2;
	y = (int)x;
	p = (struct s *)q.next;
	q.a = 1;
	p->a = 2;
	arr[3].a = 3;
	(*p).a = 4;
	y = SIZE();
	y = sizeof(*p);
	y = sizeof *p;
	y = sizeof(q);
	y = 0x0;
	y = '\0';
	y = 0;
	g(x, 0);
	g(x, '\0');
	while (x) {
		bar(1);
		foo(24);
	}
	while (y) {
		foo(25);
		bar(1);
	}
	while (z)
		foo(26);
	while (z) {
		foo(27);
	}
	return;
}
int k2(void)
{
	return (x);
}
struct s t = {
	.a = 5,
	.b = 6,
};
