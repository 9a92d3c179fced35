@@
expression x;
position p;
@@
  foo(x)@p;
  ...
- bar(x)
+ baz(x)
