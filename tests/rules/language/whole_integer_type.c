int a;
unsigned int b;
long int c;
signed int d;
const int *e;

int one(int x, unsigned int *y)
{
	return (int)*y + sizeof(int) + sizeof(unsigned int) + take(x, int);
}
