void one(const char *q)
{
	first("text");
	second(NULL);
	second(q);
	third("text");
	third(NULL);
	fourth(q);
	sixth('c');
	eighth(NULL);
	seventh(q);
}
