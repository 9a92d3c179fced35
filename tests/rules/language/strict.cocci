@@
expression x, E;
@@
- x = get_a(E);
+ x = get_b(E);
  ... when strict
- put_a(x);
+ put_b(x);
