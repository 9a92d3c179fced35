#define MOST(value, n) ((value) + 1)
#define LESS(value) ((value) - 1)
