static struct ops a = {
	.x = 1,
	.open = my_open,
	.y = 2,
};
struct ops b = { .open = q };
struct opsx c = {
	.open = q,
};
