@r@
identifier f;
fresh identifier g = "my_" ## f;
@@
- f
+ g
  (...) { ... }

@@
identifier r.f, r.g;
@@
- f
+ g
  (...)
