struct a {
	int b;
};
struct c {
	int d;
	char *e;
};
