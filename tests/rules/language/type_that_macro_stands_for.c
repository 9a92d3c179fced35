#define count_t int
#define index_t count_t
#define device struct dev
#define word short

void f(device *d)
{
	count_t n;
	index_t i;
	word w;

	put(n);
	put(i);
	put(d);
	put(w);
	put(1);
	put(1u);
	put(0x1FU);
}
