@@
expression E1, E2, E3;
@@
- for (E1; E2; E3) { ... }
+ gone();
