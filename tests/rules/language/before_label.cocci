@@
expression x;
identifier lbl;
@@
  a(x);
  ...
+ b(x);
  lbl:
