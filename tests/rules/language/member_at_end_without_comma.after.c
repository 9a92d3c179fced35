struct client a = {
	.address = 3,
	.device = "a",
};

struct client b = {
	.address = 3,
	.device = "b",
};
