struct client a = {
	.name = "a",
	.address = 3,
};

struct client b = {
	.name = "b",
};
