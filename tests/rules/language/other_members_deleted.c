struct one first = { .a = 1, .kept = 12, .b = 2 };
struct one second = {
	.a = 1,
	.c = { 1, 2 },
	.kept = 12,
	.b = 2,
};
struct one third = { .kept = 2 };
struct one fourth = { .a = 2 };
