static struct pair one = {
	.name = "one",
	.size = 1,
};
