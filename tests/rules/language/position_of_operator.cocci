@r@
position p;
expression e;
@@

e ==@p NULL

@@
position r.p;
expression e;
@@

- e ==@p NULL
+ none(e)
