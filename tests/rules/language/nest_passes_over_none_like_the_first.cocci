@@
expression X;
@@
 open(X);
 <...
-use();
+used();
 ...>
 close();
