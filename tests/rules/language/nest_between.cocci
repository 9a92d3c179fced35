@@
expression E;
@@
  start(E);
  <...
- old(E);
+ new(E);
  ...>
  end(E);
