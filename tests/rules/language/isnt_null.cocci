@@
expression x, n;
@@
 if (x != NULL)
- return n;
+ return foo(n);
