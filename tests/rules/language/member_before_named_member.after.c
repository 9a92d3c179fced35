struct s one = {
	.a = 1,
	.n = 3,
	.b = 2,
	.c = 3,
};
