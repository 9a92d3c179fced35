struct x {
	char *y;
	int z;
	int b;
	long w;
};
