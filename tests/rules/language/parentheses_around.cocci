@@
expression a, b;
@@

- less(a, b)
+ a - b

@@
expression a;
@@

- same(a)
+ a
