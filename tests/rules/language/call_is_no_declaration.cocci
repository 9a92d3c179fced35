@@
type T;
identifier f;
expression list es;
@@
- T f(es);
+ T g(es);
