struct client a = {
	.address = 3,
	.name = "a"
};

struct client b = {
	.name = "b",
	.address = 3
};
