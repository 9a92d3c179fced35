@@
identifier f;
@@
+int before(void);
 int f(...)
 {
 ...
 }
