@@
expression e;
@@

- check(NULL == e)
+ none(e)
