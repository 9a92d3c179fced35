void f(void)
{
	u_int8_t a;
	u_int8_t b, c;
	static u_int8_t d;
	u_int8_t e = 3;
	u_int8_t *g;
}
