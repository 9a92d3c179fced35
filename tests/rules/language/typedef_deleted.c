typedef struct foo foo_t;
typedef struct bar bar_t;
foo_t *x;
