@@
identifier f, x;
statement S;
@@
  f(...) {
  ...
  int x = start();
  ...
++ if (x == 0) return 0;
  S
  ...
++ stop(x);
  return ...;
  }
