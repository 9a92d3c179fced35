@@
expression E;
@@
 E = \(vmalloc\|vzalloc\)(...)
 ... when any
-\(kfree\|kvfree\)(E)
+vfree(E)
