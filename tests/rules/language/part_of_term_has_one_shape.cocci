@@
expression e;
@@

  e ==
- NULL
+ NONE

@@
identifier i;
@@

  i
- ++;
+ += 2;

@@
expression e;
@@

  e
- ->
+ ->q.
  f
