@r@
position p;
@@
  special(<+... foo@p(...) ...+>)
@@
position p != r.p;
@@
- foo@p
+ bar
  (...)
