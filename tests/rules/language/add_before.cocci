@@
expression x;
@@
+ b(x);
  a(x);
