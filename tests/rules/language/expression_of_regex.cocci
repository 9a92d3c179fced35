@@
expression e !~ "^ab";
@@
- put(e)
+ keep(e)
