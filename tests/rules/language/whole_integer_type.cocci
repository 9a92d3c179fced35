@@
@@

- int
+ float
