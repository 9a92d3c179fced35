@@
expression e;
@@
- #define ONE e
+ enum { ONE = e };
