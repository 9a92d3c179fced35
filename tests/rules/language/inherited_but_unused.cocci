@opened@
identifier x;
@@
 open_dev(x);

@@
identifier opened.x;
expression E;
@@
- close_dev(E);
+ close(E);
