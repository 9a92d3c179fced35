struct a {
	struct list_head list;
	int b;
};
