#define LEAST(value) ((value) + 1)
#define LESS(value) ((value) - 1)
