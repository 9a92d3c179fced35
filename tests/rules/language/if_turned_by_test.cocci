@r@
position p;
expression e;
statement S1, S2;
@@

if@p (e == NULL) S1 else S2

@@
position r.p;
statement S1, S2;
@@

- if@p (...) S1 else S2
