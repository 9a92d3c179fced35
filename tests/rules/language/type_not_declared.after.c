typedef struct node *link;

void f(link a, int b)
{
	put_link(a);
	put(b);
}
