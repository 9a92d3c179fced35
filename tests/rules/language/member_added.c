struct x {
	char *y;
	int z;
	long w;
};
