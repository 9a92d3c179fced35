@@
expression *x;
expression n;
@@
 if (x)
- return n;
+ return foo(n);
