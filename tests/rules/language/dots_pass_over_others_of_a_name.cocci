@@
expression X;
@@
-open(X);
 ...
 close(X);
