@@
expression x;
@@
  if (x) {
  ...
- old();
+ new();
  ...
  }
