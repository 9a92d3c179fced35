#define ONE (a + b)
#define TWO (a + b)
#define THREE(x) x + 1
#define FOUR int
int use(void)
{
	return ONE * TWO;
}
