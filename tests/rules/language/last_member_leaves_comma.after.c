struct s one = { .a = 1, };
struct s two = {
	.a = 1,
};
struct s three = { .a = 1 };
