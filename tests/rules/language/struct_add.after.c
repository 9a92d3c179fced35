struct foo {
	int a;
	int b;
	int added;
};
