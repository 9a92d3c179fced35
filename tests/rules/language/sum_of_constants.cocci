@@
expression E;
constant C1, C2;
@@
- E + C1 + C2
+ add(E, C1, C2)
