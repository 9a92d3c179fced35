struct s one = { .a = 1, .b = 2, .n = 1 };
struct s two = {
	.a = 1,
	.b = 2, .n = 1
};
