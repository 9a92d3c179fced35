@@
@@
- typedef struct foo foo_t;
