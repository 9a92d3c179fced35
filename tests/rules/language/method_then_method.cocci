@@
expression E;
identifier f;
@@
  E->f(...)
  ...
- E->close
+ E->release
  (...)
