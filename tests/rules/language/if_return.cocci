@@
expression x, y;
@@
- if (x && y) return 1;
+ if (both(x, y)) return 1;
