@@
expression E;
statement S;
@@
- if (E)
+ if (!E)
  { S }
