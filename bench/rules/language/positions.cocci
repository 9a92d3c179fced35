// Calls whose value is tested are known by their place; the others change.
@tested@
expression x;
position p;
statement S;
@@
  x = ioremap@p(...);
  ... when != x
  if (!x) S

@@
position q != tested.p;
@@
- ioremap@q
+ ioremap_unchecked
  (...)
