@@
expression e, n;
@@

- set(e, 0, n);
