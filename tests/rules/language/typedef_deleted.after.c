typedef struct bar bar_t;
foo_t *x;
