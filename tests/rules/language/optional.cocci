@@
expression x;
@@
  a(x);
? b(x);
- c(x);
