@@
expression E; statement S;
@@
  E = alloc(...);
- if (E == NULL) S
+ if (!E) S
