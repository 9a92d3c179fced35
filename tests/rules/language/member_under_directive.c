static struct operations first = {
	.name = "first",
	.late = 1,
	.early = 2,
};
