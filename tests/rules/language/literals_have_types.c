void one(const char *q)
{
	first("text");
	first(NULL);
	first(q);
	third("text");
	third(NULL);
	third(q);
	fifth('c');
	seventh(NULL);
	seventh(q);
}
