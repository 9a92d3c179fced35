typedef struct node *link;

void f(link a, int b)
{
	put_pointer(a);
	put(b);
}
