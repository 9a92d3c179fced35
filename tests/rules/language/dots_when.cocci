@@
expression x; expression E;
@@
- x = init();
+ x = init_new();
  ... when != x = E
  use(x);
