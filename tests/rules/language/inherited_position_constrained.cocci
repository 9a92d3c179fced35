@a@
position p;
@@

work@p(1, ...)

@b@
position q;
@@

work@q(..., 5)

@@
position a.p != b.q;
@@

- work@p(...);
