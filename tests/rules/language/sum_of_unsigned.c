void sums(unsigned a, int b, unsigned char c, unsigned short s, long d)
{
	note(a);
	note(1U);
	note(0x10u);
	note(a + b);
	note(b + 1U);
	note(c + s);
	note(a + d);
	note(~a);
	note(!a);
	note(a == b);
}
