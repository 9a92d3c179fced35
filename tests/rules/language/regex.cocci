@@
identifier f =~ "^get_";
expression E;
@@
- f(E)
+ f(E, 0)
