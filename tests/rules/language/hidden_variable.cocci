@@
expression e;
@@
- take(e);
  ...
- drop(e);

@@
identifier i;
@@
- lock(i);
  ...
- unlock(i);
