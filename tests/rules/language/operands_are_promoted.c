#define BASE (3 + 'a')

void f(char c, unsigned char u, long l, short s)
{
	put(c + c);
	put(u);
	put(u + 1);
	put(l + 1);
	put(s | 1);
	put(-c);
	put(BASE);
	put((c, 1));
	put(l ? 1 : c);
}
