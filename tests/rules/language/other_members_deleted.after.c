struct one first = { .kept = 12, };
struct one second = {
	.kept = 12,
};
struct one third = { .kept = 2 };
struct one fourth = { .a = 2 };
