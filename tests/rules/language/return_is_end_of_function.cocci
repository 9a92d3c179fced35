@@
expression E;
@@
 take(E);
 ...
+ give(E);
 return ...;
