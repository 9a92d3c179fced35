struct client a = {
	.address = 3,
	.device = { .name = "a", },
};

struct client b = {
	.device = { .name = "b", },
};
