struct foo {
	char *name;
	atomic_t refs;	/* users */
	struct list_head list;
};
struct bar {
	int count;
};
