@r@
position p;
expression E;
@@
  foo@p(E)
@@
position r.p;
expression r.E;
@@
- foo@p(E)
+ bar(E)
