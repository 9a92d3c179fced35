@@
expression a, b, c;
@@
 a - b -
- c
+ sub(c)
