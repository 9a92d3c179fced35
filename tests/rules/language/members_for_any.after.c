struct pair one = {
	.owner = ME,
	.name = "one",
	.size = 1,
};
