@@
statement list sl;
expression E;
@@
- if (E) {
  sl
- }
