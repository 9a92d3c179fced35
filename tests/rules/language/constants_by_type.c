enum size { SMALL, LARGE };
#define MANY 300

void f(void)
{
	put(3);
	put(0x1F);
	put(2.5f);
	put(2.5);
	put(1e3);
	put('c');
	put("text");
	put(7UL);
	put(MANY);
	put(LARGE);
	put(OTHER);
	put(sizeof(int));
}
