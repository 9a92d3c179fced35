@@
expression x;
@@
  foo(x);
  ... when != bar(x)
      when != baz(x)
- end(x);
+ fin(x);
