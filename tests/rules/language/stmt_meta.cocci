@@
statement S;
expression E;
@@
- old_guard(E);
+ if (E)
  S
