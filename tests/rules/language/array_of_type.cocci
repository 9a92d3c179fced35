@@
type T;
T[] E;
@@

- (sizeof(E) / sizeof(*E))
+ ARRAY_SIZE(E)

@@
type T;
T[] E;
@@

- (sizeof(E) / sizeof(T))
+ ARRAY_SIZE(E)
