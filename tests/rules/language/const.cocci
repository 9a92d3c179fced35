@@
constant C;
expression E;
@@
- f(E, C)
+ f(C, E)
