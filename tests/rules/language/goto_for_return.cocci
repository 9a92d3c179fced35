@@
expression e;
@@

- check(e);
  if (e) {
    ...
    return ...;
  }
