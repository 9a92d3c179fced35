@@
declarer name DECLARE_BITMAP;
identifier b;
expression n;
@@
- DECLARE_BITMAP(b, n);
+ unsigned long b[n];
