@@
statement S;
@@
 if (...) {
+enter();
 S
+leave();
 }
