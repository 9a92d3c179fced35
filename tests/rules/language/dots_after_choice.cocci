@@
expression X, Y;
@@
-first(X);
 ...
(
 open(Y);
|
 make(Y);
 open(Y);
)
 ...
 close();
