@@
expression x;
expression list es;
@@
  foo(
-     x,
      es)
