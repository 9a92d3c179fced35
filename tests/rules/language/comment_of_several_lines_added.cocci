@@
@@
+ /* what follows
+  * is shown
+  */
+ begin();
  show(...);
