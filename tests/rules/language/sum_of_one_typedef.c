typedef unsigned long big_t;

void f(big_t m, big_t n, unsigned long l)
{
	put(m + n);
	put(m + 1);
	put(l);
}
