@@
expression a, b;
@@

- twice(a)
+ 2 * a

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

@@
expression a;
@@

- member(a)
+ a->member

@@
expression a;
@@

- number(a)
+ (long)a
