@@
@@
-f(int x, int y) {
+f(int x) {
   ...
 }
