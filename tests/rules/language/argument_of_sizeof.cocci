@@
identifier v;
@@
-struct box v;
+struct box *v;
<...
- v
+ *v
...>
