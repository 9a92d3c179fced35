@@
expression x;
@@
- x->a.b.c
+ x->d
