@@
identifier x;
@@

- char const *x;
+ struct text *x;

@@
identifier x;
@@

  const volatile
- int
+ long
  x;
