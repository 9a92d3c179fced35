@@
identifier x;
statement S;
@@
  begin(x);
  ...
+ step(x);
  S
