@@
@@
+#ifdef CONFIG_A
 note();
+#endif
