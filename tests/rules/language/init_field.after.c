static struct ops a = {
	.x = 1,
	.open2 = my_open,
	.y = 2,
};
struct ops b = { .open2 = q, };
struct opsx c = {
	.open = q,
};
