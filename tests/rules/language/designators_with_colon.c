struct s one = { a: 1, b: 2, };
struct s two = { .a = 1, .b = 2, };
