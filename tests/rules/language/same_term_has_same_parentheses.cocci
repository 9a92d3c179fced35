@@
expression e;
@@
- twice(e, e)
+ once(e)
