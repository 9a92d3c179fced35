struct foo { int x; };
void f(void)
{
	struct foo *a;
	char *b;

	a = kmalloc(sizeof(*a), GFP_KERNEL);
	b = (char *)kmalloc(sizeof(struct foo), GFP_KERNEL);
	b = kmalloc(sizeof(char), GFP_KERNEL);
}
