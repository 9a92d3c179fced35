@@
expression a, y; statement S1;
@@
if (a) S1 else
- foo(y);
+ bar(y);
