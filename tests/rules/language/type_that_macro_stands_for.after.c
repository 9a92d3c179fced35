#define count_t int
#define index_t count_t
#define device struct dev
#define word short

void f(device *d)
{
	count_t n;
	index_t i;
	word w;

	put_int(n);
	put_int(i);
	put_dev(d);
	put(w);
	put_int(1);
	put_unsigned(1u);
	put_unsigned(0x1FU);
}
