@r@
type T;
@@
T first;

@@
type r.T;
identifier x;
@@
- T x;
+ other x;
