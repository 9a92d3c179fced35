@found@
statement S;
expression e;
@@
  get(e)@S

@@
statement found.S;
@@
- S
+ gone();
