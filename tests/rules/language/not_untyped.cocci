@@
expression x, n;
@@
 if (!x)
- return n;
+ return foo(n);
