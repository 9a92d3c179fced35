@@
expression a, b;
@@
- a < b ? a : b
+ min(a, b)
