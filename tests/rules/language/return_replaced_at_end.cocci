@@
expression E;
@@
 take(E);
 ...
- return;
+ leave(E);
