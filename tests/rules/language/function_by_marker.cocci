@r@
identifier f;
@@
 f(...) {
 ...
 marker();
 ...
 }
@@
identifier r.f;
expression list es;
@@
- f(es)
+ f(1, es)
