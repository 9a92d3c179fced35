@@
declaration d;
identifier f;
@@
f(...) {
  d
+ after();
  ...
}
