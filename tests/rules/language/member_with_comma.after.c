static struct pair one = {
	.id = { .name = "one" },
	.size = 1,
};
