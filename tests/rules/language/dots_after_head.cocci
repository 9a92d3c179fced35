@@
expression E;
@@
- open(E)
+ reopen(E)
  ...
?- close(E);
