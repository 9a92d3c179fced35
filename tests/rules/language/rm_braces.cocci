@@
expression E;
@@
- if (E) {
- 	old();
- }
+ new(E);
