// A declaration takes over the assignment that follows it.
@@
type T;
identifier x;
expression E;
@@
- T x;
+ T x = netdev_priv(E);
  ... when != x
- x = netdev_priv(E);
