@@
statement list body;
identifier f;
@@
f(...) {
+ enter();
body
+ leave();
}
