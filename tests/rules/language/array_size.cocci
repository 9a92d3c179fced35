@@
identifier a;
expression E;
@@
- char a[E];
+ char a[E + 1];
