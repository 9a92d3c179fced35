struct node {
	int key;
	struct node *next;
};
typedef struct node node_t;

int f(struct node *a, node_t *b)
{
	return a->key + b->key + b->next->key;
}
