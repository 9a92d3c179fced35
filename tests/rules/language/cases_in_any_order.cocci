@@
expression E;
@@
 switch (E) {
 case 2:
-two();
+second();
 case 1:
-one();
+first();
 }

@@
expression E;
constant c;
@@
 switch (E) {
 case c:
-open();
+opened(c);
 ...
 }
