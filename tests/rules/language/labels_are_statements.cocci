@@
statement S;
@@
+ count();
  S
