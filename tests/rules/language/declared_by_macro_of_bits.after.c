static unsigned long top[MANY];

struct s {
	int a;
	DECLARE_BITMAP(in, 3);
};

void f(void)
{
	unsigned long bits[8];
	int x;

	x = 1;
}
