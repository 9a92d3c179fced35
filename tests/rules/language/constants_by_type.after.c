enum size { SMALL, LARGE };
#define MANY 300

void f(void)
{
	put_int(3);
	put_int(0x1F);
	put_float(2.5f);
	put(2.5);
	put(1e3);
	put('c');
	put("text");
	put_ulong(7UL);
	put_int(MANY);
	put_int(LARGE);
	put(OTHER);
	put(sizeof(int));
}
