@@
expression x;
@@
- get(x);
+ new_get(x);
  ... when any
- put(x);
+ new_put(x);
