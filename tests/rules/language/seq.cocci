@@
expression x;
@@
- a(x);
- b(x);
+ ab(x);
