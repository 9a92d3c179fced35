@@
attribute name __near;
declarer name SHELF;
iterator name each_box;
@@
- int __near first();

@@
identifier i;
@@
- int __near i;
+ long i;

@@
@@
- SHELF(a, b);

@@
statement S;
@@
- each_box(a, b) S

