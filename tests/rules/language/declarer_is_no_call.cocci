@@
declarer D;
@@
- D(a);
