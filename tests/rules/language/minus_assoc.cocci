@@
expression a,b,c;
@@
- a - b - c
+ ADD(a, b, c)
