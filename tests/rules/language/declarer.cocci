@@
declarer name DECLARE_FOO, DECLARE_BAR;
expression x, y;
@@
- DECLARE_FOO(x, y);
+ DECLARE_BAR(x);
