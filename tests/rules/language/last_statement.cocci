@@
identifier f;
statement S;
@@

f(...) {
  ...
  S
+ last();
}
