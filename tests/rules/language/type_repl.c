struct s { u_int8_t a, *b; const u_int8_t c; };
static u_int8_t g(u_int8_t x, u_int8_t *y)
{
	u_int8_t a = (u_int8_t)x, b[3];

	return sizeof(u_int8_t) + sizeof(u_int8_t *);
}
