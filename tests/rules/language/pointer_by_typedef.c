typedef struct node *link;

void f(link a, int b)
{
	put(a);
	put(b);
}
