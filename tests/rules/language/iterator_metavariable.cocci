@@
expression x;
iterator I;
expression list es;
@@
  I(x, es) {
  ...
- foo(x);
+ bar(x);
  ...
  }
