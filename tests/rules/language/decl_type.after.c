void f(void)
{
	u8 a;
	u_int8_t b, c;
	static u8 d;
	u_int8_t e = 3;
	u_int8_t *g;
}
