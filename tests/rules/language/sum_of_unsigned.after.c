void sums(unsigned a, int b, unsigned char c, unsigned short s, long d)
{
	note_unsigned(a);
	note_unsigned(1U);
	note_unsigned(0x10u);
	note_unsigned(a + b);
	note_unsigned(b + 1U);
	note(c + s);
	note(a + d);
	note_unsigned(~a);
	note(!a);
	note(a == b);
}
