@opened@
identifier x;
@@
 open_dev(x);

@@
fresh identifier done = "close_" ## opened.x;
expression E;
@@
- close_dev(E);
+ done(E);
