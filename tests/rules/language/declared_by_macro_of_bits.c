static DECLARE_BITMAP(top, MANY);

struct s {
	int a;
	DECLARE_BITMAP(in, 3);
};

void f(void)
{
	DECLARE_BITMAP(bits, 8);
	int x;

	x = 1;
}
