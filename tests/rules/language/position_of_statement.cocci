@@
statement S;
position p;
expression e;
@@
  if (e) S@p
- foo();
+ bar();
