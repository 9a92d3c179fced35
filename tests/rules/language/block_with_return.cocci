@@
expression x;
@@
 if (...) {
   ...
-  kfree(x);
   return ...;
 }
