@@
expression *E;
@@
- E == 0
+ E == NULL
