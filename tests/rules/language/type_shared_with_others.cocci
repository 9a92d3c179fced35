@@
identifier q;
@@

+ const
  int q;

@@
identifier q;
expression E;
@@

  long
+ *
  q = E;
