@@
@@

- begin();
  ...
- end();
