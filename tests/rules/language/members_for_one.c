struct pair x = {
	.one = 1,
	.two = 2
};
