@@
expression X, Y;
@@
-open(X);
 ...
 close(Y);
