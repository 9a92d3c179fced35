@@
expression e;
@@
- lock(e);
 ...
- unlock(e);
