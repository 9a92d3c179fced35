@@
@@

- int gone(...);
