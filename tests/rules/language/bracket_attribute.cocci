@@
@@
- [[old]]
+ [[new]]
 int one;

@@
identifier f;
@@
- [[old(1), gnu::older]]
 int f(void) { ... }

@@
identifier x;
@@
- long x;
+ int x;
