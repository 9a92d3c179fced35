@@
expression e;
@@

- drop(e);
+ if (e) put(e);
