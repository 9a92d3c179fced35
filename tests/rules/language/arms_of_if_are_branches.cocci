@@
expression E;
@@
-open(E);
 ...
 close(E);

@@
expression E;
@@
-first(E);
 second(E);
