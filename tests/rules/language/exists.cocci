@ exists @
expression x;
@@
- get(x);
+ new_get(x);
  ...
  put(x);
