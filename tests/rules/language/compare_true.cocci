@@
expression E;
@@
- E == true
+ E
