typedef unsigned long big_t;

void f(big_t m, big_t n, unsigned long l)
{
	put_big(m + n);
	put_big(m + 1);
	put(l);
}
