@@
expression v, whole;
@@
- check(v <@whole 0)
+ check_less(whole)
