@@
expression s;
unsigned long n;
@@
-shift(n, s)
+shift_long(n, s)
