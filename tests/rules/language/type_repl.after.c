struct s { u8 a, *b; const u8 c; };
static u8 g(u8 x, u8 *y)
{
	u8 a = (u8)x, b[3];

	return sizeof(u8) + sizeof(u8 *);
}
