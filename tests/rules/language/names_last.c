int __near first();
int __near x;
int __far y;
SHELF(a, b);

int use(int a, int b)
{
	each_box(a, b) {
		turn();
	}
	each_box(a, b)
		turn();
	return a;
}
