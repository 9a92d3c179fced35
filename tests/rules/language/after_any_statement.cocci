@@
statement S;
@@

  first();
  S
+ last();
