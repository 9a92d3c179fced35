struct foo {
	char *name;
	int count;	/* users */
	struct list_head list;
};
struct bar {
	int count;
};
