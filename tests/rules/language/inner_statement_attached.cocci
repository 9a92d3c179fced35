@r@
statement S;
expression e;
@@
  if (e) return 3;@S

@@
statement r.S;
@@
+ before();
  S
