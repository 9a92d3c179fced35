struct a {
	struct a *next;
	int b;
};
