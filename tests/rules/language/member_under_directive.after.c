static struct operations first = {
	.name = "first",
#ifdef CONFIG_LATE
	.late = 1,
#endif
	.early = 2,
};
