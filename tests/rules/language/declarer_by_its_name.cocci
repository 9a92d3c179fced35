@@
declarer D;
identifier x;
@@
- D(x);
