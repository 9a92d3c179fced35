@@
parameter list ps;
type T;
@@
- T old(ps)
+ T new(ps)
  { ... }
