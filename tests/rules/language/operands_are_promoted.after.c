#define BASE (3 + 'a')

void f(char c, unsigned char u, long l, short s)
{
	put_int(c + c);
	put(u);
	put_int(u + 1);
	put(l + 1);
	put_int(s | 1);
	put(-c);
	put_int(BASE);
	put_int((c, 1));
	put(l ? 1 : c);
}
