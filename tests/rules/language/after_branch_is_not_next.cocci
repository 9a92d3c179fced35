@@
statement S;
@@

+ first();
  S
  second();
