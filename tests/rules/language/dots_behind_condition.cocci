@@
expression x, y;
@@

- begin(x)
+ begin(x, y)
  ...
  end(y)
