@@
expression x, n;
@@
 if (x != 0)
- return n;
+ return foo(n);
