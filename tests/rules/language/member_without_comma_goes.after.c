struct s one = { .a = 1, };
struct s two = { .a = 1, .c = 3 };
