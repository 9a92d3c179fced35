@r1@
expression e;
position p;
@@
  a(e)@p
@r2 depends on r1@
expression r1.e;
@@
- b(e);
+ c(e);
