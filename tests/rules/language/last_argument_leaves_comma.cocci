@@
expression x;
@@
 g(...,
- x
 )
