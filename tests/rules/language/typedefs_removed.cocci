@r@
type one, two;
@@

- typedef one two;

@@
type r.one, r.two;
@@

- two
+ one
