struct pair x = {
	.one = 1,
	.three = 2,
	.four = 2
};
