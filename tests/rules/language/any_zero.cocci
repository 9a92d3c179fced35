@@
expression e, n;
@@

- memset(e, 0, n);
+ clear(e, n);
