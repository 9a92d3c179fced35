@@
expression x;
@@
  foo(x
+     , GFP_KERNEL
     )
